/** The engine in one file, for one backend: started as a worker it answers messages, imported by the page it is a host there. */
import { anyBackend, hostInPage } from '../engine/page';
import { serve } from '../engine/worker';

export { hostInPage };

if (typeof document === 'undefined') serve(anyBackend);
