/** What the page about the model shows: nothing here depends on how it is drawn or loaded. */
import type { Backend } from '../analysis';
import type { Failure } from '../failure';
import type { Manifest } from '../manifest';
import type { Card } from './card';

/** Why there are no measured figures to show. */
export type CardGap = 'missing' | 'foreign' | 'unreadable';

export type Found =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly failure: Failure }
  | { readonly phase: 'shown'; readonly manifest: Manifest; readonly card: Card }
  | {
      readonly phase: 'shown';
      readonly manifest: Manifest;
      readonly card: null;
      readonly gap: CardGap;
      /** What was got and what was expected, for whoever looks after the site. */
      readonly detail: string;
    };

export type Shown = Extract<Found, { phase: 'shown' }>;

/** What was measured on this device. */
export interface Speed {
  readonly backend: Backend;
  readonly place: 'worker' | 'page';
  readonly rounds: number;
  /** Median of finding and judging one face. */
  readonly look_ms: number;
}

export type Timing =
  | { readonly phase: 'idle' }
  | { readonly phase: 'starting' }
  | { readonly phase: 'measuring'; readonly done: number; readonly rounds: number }
  | { readonly phase: 'measured'; readonly speed: Speed }
  | { readonly phase: 'failed'; readonly failure: Failure };
