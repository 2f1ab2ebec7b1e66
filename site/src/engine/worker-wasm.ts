import { start } from './backend-wasm';
import { serve } from './worker';

serve(() => Promise.resolve({ start }));
