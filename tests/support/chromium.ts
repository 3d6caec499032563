import { chromium, type Browser } from 'playwright-core'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** No other host can be resolved, so that a page which wants one fails instead of passing by luck. */
const FLAGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
]

/**
 * A headless Chromium that needs nothing from the system: the one of `@sparticuz/chromium` with its own libraries and
 * fonts, or the executable that `GRIOT_CHROMIUM` names. Runs as root too; the caller closes it.
 */
export async function launchChromium(): Promise<Browser> {
  const own = process.env['GRIOT_CHROMIUM']
  // Chromium refuses its sandbox to root, and a machine for tests seldom allows it to others.
  const common = { headless: true, chromiumSandbox: false, args: FLAGS }
  if (own) return chromium.launch({ ...common, executablePath: own })
  const home = await unpacked()
  return chromium.launch({ ...common, executablePath: join(home, 'chromium'), env: environmentIn(home) })
}

/** What the package's `setupLambdaEnvironment` sets, for the browser alone: our own process keeps its libraries. */
const environmentIn = (home: string): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  HOME: home,
  // Without a locale that knows more than ASCII it calls a file with any other letter “download”.
  LC_ALL: 'C.UTF-8',
  TMPDIR: tmpdir(),
  XDG_CACHE_HOME: join(home, 'cache'),
  FONTCONFIG_PATH: join(home, 'fonts'),
  LD_LIBRARY_PATH: [join(home, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
})

/** The browser's folder, one per version and user. It is filled aside and then renamed: two test runs never see half of it. */
async function unpacked(): Promise<string> {
  const build = dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium')))
  const { version } = JSON.parse(readFileSync(join(build, '..', 'package.json'), 'utf8')) as { version: string }
  const user = process.getuid?.() ?? 0
  const home = join(tmpdir(), `griot-chromium-${version}-${user}`)
  if (!existsSync(home)) await fill(home, join(build, '..', 'bin'))
  if (statSync(home).uid !== user) throw new Error(`${home} belongs to somebody else: remove it or set TMPDIR`)
  return home
}

/** The package's own file names `/tmp/fonts` and Amazon's folders. With this one every machine draws the same letters. */
const fontsConf = (home: string): string =>
  `<?xml version="1.0"?>\n<fontconfig><dir>${join(home, 'fonts', 'fonts')}</dir><cachedir>${join(home, 'cache')}</cachedir></fontconfig>\n`

async function fill(home: string, bin: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium')
  const aside = mkdtempSync(`${home}-`)
  const before = process.env['TMPDIR']
  // `inflate` reads TMPDIR when it is called, so that it need not stay changed while it works.
  process.env['TMPDIR'] = aside
  const work = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => inflate(join(bin, name)))
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  await Promise.all(work)
  mkdirSync(join(aside, 'cache'))
  writeFileSync(join(aside, 'fonts', 'fonts.conf'), fontsConf(home))
  try {
    renameSync(aside, home)
  } catch (error) {
    rmSync(aside, { recursive: true })
    if (!existsSync(home)) throw error
  }
}
