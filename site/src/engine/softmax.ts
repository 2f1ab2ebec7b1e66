/** Probabilities from logits: softmax(logits / temperature) (Guo et al. 2017, "On Calibration of Modern Neural Networks"). */
export function softmax(logits: ArrayLike<number>, temperature: number): number[] {
  const scaled = Array.from(logits, (logit) => logit / temperature);
  const largest = Math.max(...scaled); // subtracted so that exp() cannot overflow
  const exponentials = scaled.map((value) => Math.exp(value - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
