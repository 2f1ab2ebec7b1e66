import { start } from './backend-webgl';
import { serve } from './worker';

serve(() => Promise.resolve({ start }));
