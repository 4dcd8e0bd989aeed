import type { Evidence } from '../../src/agent/matching/evidence.ts';
import type { Weights } from '../../src/agent/matching/weights.ts';

/** A text's evidence, and the intent that it asks for; −1 for none. */
export interface Sample {
  readonly evidence: Evidence;
  readonly intent: number;
  /** How much it counts. */
  readonly weight: number;
}

const STEPS = 600;
const RATE = 0.1;
const MOMENTUM = 0.9;
const SECOND_MOMENTUM = 0.999;
/** Keeps weights small where the samples do not tell. */
const SHRINK = 1e-4;

/**
 * The weights that make what was meant most likely: a conditional logit over the intents and “none of them”, by Adam on
 * all samples. Deterministic.
 */
export function fitWeights(samples: readonly Sample[]): Weights {
  const [first] = samples;
  if (!first) throw new Error('There is nothing to fit.');
  const width = first.evidence.intents[0]?.length ?? 0;
  const parameters = new Float64Array(width + first.evidence.none.length + 1);
  const flat = samples.map(({ evidence, intent, weight }) => ({
    features: Float64Array.from(evidence.intents.flat()),
    none: evidence.none,
    intent,
    weight,
  }));
  const total = flat.reduce((sum, { weight }) => sum + weight, 0);
  const mean = new Float64Array(parameters.length);
  const square = new Float64Array(parameters.length);
  for (let step = 1; step <= STEPS; step += 1) {
    const gradient = parameters.map((value, i) => (i === parameters.length - 1 ? 0 : SHRINK * value));
    for (const sample of flat) addGradient(gradient, sample, { parameters, width, total });
    for (let i = 0; i < parameters.length; i += 1) {
      const slope = gradient[i] ?? 0;
      mean[i] = MOMENTUM * (mean[i] ?? 0) + (1 - MOMENTUM) * slope;
      square[i] = SECOND_MOMENTUM * (square[i] ?? 0) + (1 - SECOND_MOMENTUM) * slope ** 2;
      const speed = (mean[i] ?? 0) / (1 - MOMENTUM ** step);
      const size = Math.sqrt((square[i] ?? 0) / (1 - SECOND_MOMENTUM ** step)) + 1e-8;
      parameters[i] = (parameters[i] ?? 0) - (RATE * speed) / size;
    }
  }
  const rounded = Array.from(parameters, (value) => Number(value.toFixed(4)));
  return { intents: rounded.slice(0, width), none: rounded.slice(width, -1), bias: rounded.at(-1) ?? 0 };
}

interface Flat {
  readonly features: Float64Array;
  readonly none: readonly number[];
  readonly intent: number;
  readonly weight: number;
}

function addGradient(
  gradient: Float64Array,
  { features, none, intent, weight }: Flat,
  at: { readonly parameters: Float64Array; readonly width: number; readonly total: number },
): void {
  const { parameters, width, total } = at;
  const intents = features.length / width;
  const scores = new Float64Array(intents + 1);
  for (let i = 0; i < intents; i += 1)
    for (let f = 0; f < width; f += 1)
      scores[i] = (scores[i] ?? 0) + (features[i * width + f] ?? 0) * (parameters[f] ?? 0);
  scores[intents] = none.reduce(
    (sum, value, f) => sum + value * (parameters[width + f] ?? 0),
    parameters.at(-1) ?? 0,
  );
  const highest = Math.max(...scores);
  const parts = scores.map((score) => Math.exp(score - highest));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  const meant = intent === -1 ? intents : intent;
  for (let i = 0; i <= intents; i += 1) {
    const error = (((parts[i] ?? 0) / whole - (i === meant ? 1 : 0)) * weight) / total;
    if (i < intents) {
      for (let f = 0; f < width; f += 1)
        gradient[f] = (gradient[f] ?? 0) + error * (features[i * width + f] ?? 0);
      continue;
    }
    none.forEach((value, f) => {
      gradient[width + f] = (gradient[width + f] ?? 0) + error * value;
    });
    gradient[gradient.length - 1] = (gradient.at(-1) ?? 0) + error;
  }
}
