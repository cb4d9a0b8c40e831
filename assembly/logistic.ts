import { exp } from "./exp";
import { addTo, dot, openRow } from "./rows";

/**
 * The summed log loss of a problem's samples, and its gradient: of two classes through one plane and the logistic curve, of more
 * through one plane a class and softmax.
 *
 * @param p its weights are planes, each of `features` weights and an intercept
 * @param targets the place of each sample's class (i32)
 * @param gradient laid out as the weights, filled with what is added to
 * @param scores room for one number a plane
 */
export function lossAndGradient(
  p: Problem,
  planes: i32,
  targets: usize,
  gradient: usize,
  scores: usize,
): f64 {
  const features = p.features;
  const coef = p.weights;
  const stride = (<usize>(features + 1)) << 3;
  const intercept = (<usize>features) << 3;
  let loss: f64 = 0;
  for (let i = 0; i < p.samples; i++) {
    const place = (<usize>i) << 2;
    openRow(p, <usize>i);
    for (let plane: usize = 0; plane < <usize>planes; plane++) {
      const own = coef + plane * stride;
      store<f64>(scores + (plane << 3), dot(p, own) + load<f64>(own + intercept));
    }
    const target = load<i32>(targets + place);
    const weight: f64 = p.sampleWeights === 0 ? 1 : load<f64>(p.sampleWeights + (place << 1));
    loss += weight * (planes === 1 ? binary(scores, target) : softmax(scores, planes, target));
    for (let plane: usize = 0; plane < <usize>planes; plane++) {
      const slope = weight * load<f64>(scores + (plane << 3));
      if (slope === 0) continue;
      const own = gradient + plane * stride;
      addTo(p, own, slope);
      store<f64>(own + intercept, load<f64>(own + intercept) + slope);
    }
  }
  return loss;
}

/** Replaces the score by the loss's slope; returns the loss. */
function binary(scores: usize, target: i32): f64 {
  const score = load<f64>(scores);
  const e = exp(-abs(score));
  const probability = score >= 0 ? 1 / (1 + e) : e / (1 + e);
  store<f64>(scores, probability - target);
  return max(score, 0) - target * score + Math.log1p(e);
}

function softmax(scores: usize, planes: i32, target: i32): f64 {
  let largest = -Infinity;
  const end = scores + ((<usize>planes) << 3);
  for (let at = scores; at < end; at += 8) largest = max(largest, load<f64>(at));
  const right = scores + ((<usize>target) << 3);
  const own = load<f64>(right);
  let sum: f64 = 0;
  for (let at = scores; at < end; at += 8) {
    const e = exp(load<f64>(at) - largest);
    store<f64>(at, e);
    sum += e;
  }
  for (let at = scores; at < end; at += 8) store<f64>(at, load<f64>(at) / sum);
  store<f64>(right, load<f64>(right) - 1);
  return Math.log(sum) + largest - own;
}
