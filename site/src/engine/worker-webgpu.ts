import { start } from './backend-webgpu';
import { serve } from './worker';

serve(() => Promise.resolve({ start }));
