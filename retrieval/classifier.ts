/**
 * Softmax regression over sparse features: learns which runs of characters and syllables tell the labels apart.
 * Deterministic: rows in a fixed shuffled order, AdaGrad, double precision.
 */

/** A row's features: indices into the vocabulary and their weights, of Euclidean length one. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

export interface Classifier {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly idf: Float32Array;
  /** Row-major [feature][label]; the last row is the bias. */
  readonly weights: Float32Array;
  readonly labels: number;
}

export interface TrainingOptions {
  readonly epochs: number;
  readonly rate: number;
  /** L2 penalty a step. */
  readonly decay: number;
  /** Features that stand in fewer rows are left out. */
  readonly minimum: number;
}

/** A label this sure to be right already teaches nothing worth the time. */
const SKIPPED = 2e-4;

const DEFAULTS: TrainingOptions = { epochs: 8, rate: 0.5, decay: 2e-6, minimum: 3 };

/**
 * @param rows the features of each example, with repeats
 * @param labels the label of each example, 0 … count − 1
 */
export function trainClassifier(
  rows: readonly (readonly string[])[],
  labels: readonly number[],
  count: number,
  options: Partial<TrainingOptions> = {},
): Classifier {
  const { epochs, rate, decay, minimum } = { ...DEFAULTS, ...options };
  const { vocabulary, idf } = vocabularyOf(rows, minimum);
  const untrained: Classifier = { vocabulary, idf, weights: new Float32Array(0), labels: count };
  const examples = rows.map((row) => featuresOf(untrained, row));
  const weights = new Float64Array((vocabulary.size + 1) * count);
  const squares = new Float64Array(weights.length).fill(1e-3);
  const order = shuffled(rows.length);
  const probabilities = new Float64Array(count);

  const update = (base: number, value: number) => {
    for (let label = 0; label < count; label++) {
      const error = probabilities[label] as number;
      if (error < SKIPPED && error > -SKIPPED) continue;
      const at = base + label;
      const gradient = error * value + decay * (weights[at] as number);
      squares[at] = (squares[at] as number) + gradient * gradient;
      weights[at] = (weights[at] as number) - (rate * gradient) / Math.sqrt(squares[at] as number);
    }
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const row of order) {
      const example = examples[row] as SparseVector;
      scoresInto(probabilities, weights, vocabulary.size, example);
      softmax(probabilities);
      const label = labels[row] as number;
      probabilities[label] = (probabilities[label] as number) - 1;
      for (let index = 0; index < example.indices.length; index++) {
        update((example.indices[index] as number) * count, example.values[index] as number);
      }
      update(vocabulary.size * count, 1);
    }
  }
  return { vocabulary, idf, weights: Float32Array.from(weights), labels: count };
}

/** The probability of each label. */
export function classify(classifier: Classifier, row: readonly string[]): Float64Array {
  const scores = new Float64Array(classifier.labels);
  scoresInto(scores, classifier.weights, classifier.vocabulary.size, featuresOf(classifier, row));
  return softmax(scores);
}

function featuresOf(classifier: Classifier, row: readonly string[]): SparseVector {
  const counts = new Map<number, number>();
  for (const feature of row) {
    const index = classifier.vocabulary.get(feature);
    if (index !== undefined) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const indices = Int32Array.from(counts.keys());
  const values = Float32Array.from(
    counts,
    ([index, n]) => (1 + Math.log(n)) * (classifier.idf[index] as number),
  );
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1;
  return { indices, values: values.map((value) => value / norm) };
}

function vocabularyOf(rows: readonly (readonly string[])[], minimum: number) {
  const frequency = new Map<string, number>();
  for (const row of rows) {
    for (const feature of new Set(row)) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  }
  const kept = [...frequency].filter(([, count]) => count >= minimum);
  const vocabulary = new Map(kept.map(([feature], index) => [feature, index]));
  const idf = Float32Array.from(kept, ([, count]) => Math.log((1 + rows.length) / (1 + count)) + 1);
  return { vocabulary, idf };
}

function scoresInto(
  scores: Float64Array,
  weights: Float64Array | Float32Array,
  bias: number,
  { indices, values }: SparseVector,
): void {
  const count = scores.length;
  for (let label = 0; label < count; label++) scores[label] = weights[bias * count + label] as number;
  for (let index = 0; index < indices.length; index++) {
    const base = (indices[index] as number) * count;
    const value = values[index] as number;
    for (let label = 0; label < count; label++) {
      scores[label] = (scores[label] as number) + value * (weights[base + label] as number);
    }
  }
}

/** In place. */
export function softmax(scores: Float64Array): Float64Array {
  const top = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let index = 0; index < scores.length; index++) {
    scores[index] = Math.exp((scores[index] as number) - top);
    sum += scores[index] as number;
  }
  for (let index = 0; index < scores.length; index++) scores[index] = (scores[index] as number) / sum;
  return scores;
}

/** 0 … size − 1 in an order that is the same on every machine (a linear congruential shuffle). */
function shuffled(size: number): number[] {
  const order = Array.from({ length: size }, (_, index) => index);
  let state = 2022;
  for (let index = size - 1; index > 0; index--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (index + 1);
    [order[index], order[other]] = [order[other] as number, order[index] as number];
  }
  return order;
}
