/** What the page can learn of one person: a small correction on top of the model's own answer. Plain data. */

/** Added to a face's logits: weights · features + bias. All in the manifest's order of labels. */
export interface Head {
  /** (labels, features). */
  readonly weights: readonly (readonly number[])[];
  /** (labels). */
  readonly bias: readonly number[];
}

/** What the network computed of one face of one frame, before anything was made of it. */
export interface Evidence {
  /** (labels). */
  readonly logits: Float32Array;
  /** (features). */
  readonly features: Float32Array;
}

/** One frame of an expression that was acted. */
export interface Example extends Evidence {
  /** Index of the label that was acted, in the manifest's order. */
  readonly label: number;
}

/** How often one of two judges was right about frames it had not learned from, and how good its probabilities were. */
export interface Score {
  /** 0..1. */
  readonly accuracy: number;
  /** Mean of -ln(probability of what was acted). */
  readonly log_loss: number;
}

/** The model and the head side by side, on frames that were held back. */
export interface Check {
  /** Only the labels that were acted. */
  readonly labels: readonly {
    readonly label: string;
    readonly count: number;
    /** Frames that each was right about. */
    readonly stock: number;
    readonly personal: number;
  }[];
  readonly stock: Score;
  readonly personal: Score;
}

export interface Learned {
  readonly head: Head;
  readonly check: Check;
}

/** Right more often, and not at the price of worse probabilities: only then is a head worth having. */
export const isBetter = ({ stock, personal }: Check): boolean =>
  personal.accuracy > stock.accuracy && personal.log_loss < stock.log_loss;

/** Whom a look is to judge by what was learned, or to learn from. */
export interface Personal {
  /** Null judges everybody as the model does. */
  readonly head: Head | null;
  /** The face that the head and the evidence are about, by its id in a stream; where there is none of it, the largest. */
  readonly face: number | null;
  /** Whether the analysis is to hold the evidence of that face. */
  readonly collect: boolean;
}
