import assert from 'node:assert/strict'
import { endAtFailure, Workbench } from './driver.ts'
import { flowersIn, layFlowers, shiploop } from './shipped.ts'

/** What WCAG 2.2 asks of text (success criterion 1.4.3), and of high contrast (1.4.6). */
const LEAST = { light: 4.5, dark: 4.5, 'contrast-light': 7, 'contrast-dark': 7 } as const

suite('themes: all that the dashboard says can be read', () => {
  let workbench: Workbench

  suiteSetup(async () => {
    workbench = await Workbench.open({
      prepare: async (workspace) => {
        await layFlowers(workspace)
        const folder = flowersIn(workspace)
        await shiploop(folder, 'replay', 'live.csv', '--label', 'species')
        await shiploop(folder, 'measure')
      },
    })
    await workbench.openFile('flowers.ipynb')
    await workbench.showViews()
    await workbench.widenSidebar(420)
    await workbench.row(/1 {2}first turn/).click()
    const page = await workbench.dashboard()
    await page.locator('.fold').first().click()
    await page.locator('.histogram svg').waitFor()
  })
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())
  endAtFailure()

  for (const [theme, least] of Object.entries(LEAST) as [keyof typeof LEAST, number][])
    test(`in ${theme}`, async () => {
      await workbench.theme(theme)
      const page = await workbench.dashboard()
      assert.deepEqual(await page.locator('body').evaluate(faintTexts, least), [])
    })

  test('pictures of both high contrasts', async () => {
    await workbench.pictures('contrast-dashboard', ['contrast-light', 'contrast-dark'])
    await workbench.openFile('flowers.ipynb')
    await workbench.pictures('contrast-notebook', ['contrast-light', 'contrast-dark'])
  })
})

/** Runs in the page: texts whose contrast with what is behind them is below `least`. */
function faintTexts(body: Element, least: number): string[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  /** Red, green, blue and alpha from 0 to 1 of any CSS colour. */
  const rgba = (color: string): number[] => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255)
  }
  const over = (top: number[], bottom: number[]): number[] => [
    ...[0, 1, 2].map((index) => top[index]! * top[3]! + bottom[index]! * (1 - top[3]!)),
    1,
  ]
  const behind = (element: Element | null): number[] =>
    element === null
      ? rgba(getComputedStyle(body).getPropertyValue('--vscode-editor-background'))
      : over(rgba(getComputedStyle(element).backgroundColor), behind(element.parentElement))
  const luminance = (color: number[]): number => {
    const [red, green, blue] = color.map((value) =>
      value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  }
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  const faint: string[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement!
    if (!node.textContent?.trim() || !element.checkVisibility() || element.closest('script, style')) continue
    const style = getComputedStyle(element)
    const back = behind(element)
    const front = rgba(element instanceof SVGElement ? style.fill : style.color)
    const [high, low] = [luminance(over(front, back)), luminance(back)].sort((a, b) => b - a)
    const contrast = (high! + 0.05) / (low! + 0.05)
    if (contrast < least) faint.push(`${contrast.toFixed(1)}: ${node.textContent.slice(0, 40)}`)
  }
  return faint
}
