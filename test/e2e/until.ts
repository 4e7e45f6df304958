/** Waits until something is so, and says how long it took: the truth is asserted, its time is told. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now()
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50))
  told(what, start)
}

/** The same for something that the workbench shows. */
export async function seen(what: string, shown: { waitFor(): Promise<void> }): Promise<void> {
  const start = performance.now()
  await shown.waitFor()
  told(what, start)
}

function told(what: string, start: number): void {
  console.log(`  ${((performance.now() - start) / 1000).toFixed(1)} s  ${what}`)
}
