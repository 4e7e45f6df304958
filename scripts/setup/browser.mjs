// Chromium for the tests: one that is there, else Debian's package where we may install it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run, step } from './run.mjs'

/** @returns {Promise<string | undefined>} the browser's program; undefined, with a word on it, when there is none */
export async function bringBrowser() {
  const found = findBrowser()
  if (found !== undefined) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await step("Chromium from the system's packages", async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      await run('apt-get', ['update', '-qq'], { env })
      await run(
        'apt-get',
        ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
        {
          env,
        },
      )
    })
    return findBrowser()
  }
  console.error(
    'No Chromium or Chrome was found: install one, or name it in the environment variable CHROMIUM.',
  )
  return undefined
}

function findBrowser() {
  const { CHROMIUM, LOCALAPPDATA, PROGRAMFILES } = process.env
  return [
    CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ...[PROGRAMFILES, LOCALAPPDATA].map(
      (folder) => folder && join(folder, 'Google/Chrome/Application/chrome.exe'),
    ),
  ].find((path) => path && existsSync(path))
}
