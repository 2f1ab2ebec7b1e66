import { start } from './backend-cpu';
import { serve } from './worker';

serve(() => Promise.resolve({ start }));
