import { start } from './backend-cpu';
import { serve } from './worker';

serve(start);
