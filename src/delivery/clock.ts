/** Time as delivery sees it, so that tests can hold it in their hands. */
export interface Clock {
  /** Ms since the epoch. */
  now(): number;
  /** Runs something once after so many ms; what comes back cancels it. */
  after(ms: number, run: () => void): () => void;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
