/** 得分 */

const LEAST = 0.01;

/** Two digits; never 0 or 1 where it is neither. */
export function scoreText(probability: number): string {
  if (probability > 0 && probability < LEAST) return `<${LEAST}`;
  if (probability < 1 && probability > 1 - LEAST) return `>${1 - LEAST}`;
  return probability.toFixed(2);
}
