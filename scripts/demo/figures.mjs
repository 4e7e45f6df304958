/** The figures of one turn, from its record: what `npm run demo -- --json` prints. */
export function figuresOf(record) {
  return {
    slug: record.slug,
    statements: record.statements ?? null,
    metrics: (record.metrics ?? []).map(({ name, notebook, scripts }) => ({ name, notebook, scripts })),
    onnx: record.model && {
      rows: record.model.rows,
      labelAgreement: record.model.labelAgreement,
      largestDifference: record.model.largestDifference,
    },
    requests: record.requests ?? null,
    drift: (record.drift ?? []).map(({ column, effect, evidence, alarm }) => ({
      column,
      effect,
      evidence,
      alarm,
    })),
    deployment: record.deployment && {
      evidence: record.deployment.evidence,
      alarm: record.deployment.alarm,
      row: record.deployment.row,
    },
    newCategories: record.newCategories ?? {},
    accuracy: record.accuracy && { test: record.accuracy.test, live: record.accuracy.live },
    gate: record.gate && {
      test: record.gate.test,
      live: record.gate.live,
      decidedBy: record.gate.decidedBy,
    },
    advice: record.advice && { action: record.advice.action, reasons: record.advice.reasons },
    decision: record.decision && { action: record.decision.action },
    challengers: (record.challengers ?? []).map(({ name, right, of, championRight, p }) => ({
      name,
      right,
      of,
      championRight,
      p,
    })),
    attended: record.attended ?? null,
  }
}
