/** Names that IANA keeps beside the ones that `Intl.supportedValuesOf` lists: renamed zones, old spellings, fixed offsets. From the tz database, 2025b. */
const LINKS = `
  Africa/Asmara Africa/Timbuktu America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia
  America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/Mendoza America/Atikokan America/Atka America/Ensenada
  America/Fort_Wayne America/Indiana/Indianapolis America/Kentucky/Louisville America/Knox_IN America/Montreal America/Nipigon
  America/Nuuk America/Pangnirtung America/Porto_Acre America/Rainy_River America/Rosario America/Santa_Isabel America/Shiprock
  America/Thunder_Bay America/Virgin America/Yellowknife Antarctica/South_Pole Asia/Ashkhabad Asia/Choibalsan Asia/Chongqing
  Asia/Chungking Asia/Dacca Asia/Harbin Asia/Ho_Chi_Minh Asia/Istanbul Asia/Kashgar Asia/Kathmandu Asia/Kolkata Asia/Macao
  Asia/Tel_Aviv Asia/Thimbu Asia/Ujung_Pandang Asia/Ulan_Bator Asia/Yangon Atlantic/Faroe Atlantic/Jan_Mayen Australia/ACT
  Australia/Canberra Australia/Currie Australia/LHI Australia/NSW Australia/North Australia/Queensland Australia/South
  Australia/Tasmania Australia/Victoria Australia/West Australia/Yancowinna Brazil/Acre Brazil/DeNoronha Brazil/East Brazil/West CET
  CST6CDT Canada/Atlantic Canada/Central Canada/Eastern Canada/Mountain Canada/Newfoundland Canada/Pacific Canada/Saskatchewan
  Canada/Yukon Chile/Continental Chile/EasterIsland Cuba EET EST EST5EDT Egypt Eire Etc/GMT Etc/GMT+0 Etc/GMT+1 Etc/GMT+10 Etc/GMT+11
  Etc/GMT+12 Etc/GMT+2 Etc/GMT+3 Etc/GMT+4 Etc/GMT+5 Etc/GMT+6 Etc/GMT+7 Etc/GMT+8 Etc/GMT+9 Etc/GMT-0 Etc/GMT-1 Etc/GMT-10 Etc/GMT-11
  Etc/GMT-12 Etc/GMT-13 Etc/GMT-14 Etc/GMT-2 Etc/GMT-3 Etc/GMT-4 Etc/GMT-5 Etc/GMT-6 Etc/GMT-7 Etc/GMT-8 Etc/GMT-9 Etc/GMT0
  Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu Europe/Belfast Europe/Kyiv Europe/Nicosia Europe/Tiraspol Europe/Uzhgorod
  Europe/Zaporozhye GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST
  MST7MDT Mexico/BajaNorte Mexico/BajaSur Mexico/General NZ NZ-CHAT Navajo PRC PST8PDT Pacific/Chuuk Pacific/Johnston Pacific/Kanton
  Pacific/Pohnpei Pacific/Samoa Pacific/Yap Poland Portugal ROC ROK Singapore Turkey UCT US/Alaska US/Aleutian US/Arizona US/Central
  US/East-Indiana US/Eastern US/Hawaii US/Indiana-Starke US/Michigan US/Mountain US/Pacific US/Samoa UTC Universal W-SU WET Zulu`

/** Every IANA zone that this Node knows, under every one of its names. */
export const everyZone = (): readonly string[] => [...new Set([...Intl.supportedValuesOf('timeZone'), ...LINKS.trim().split(/\s+/)])]

/** From `fromMs` on, until the next entry, a zone is `offsetMs` ahead of UTC. */
export type Offset = { readonly fromMs: number; readonly offsetMs: number }

const WEEK_MS = 7 * 86_400_000

/** All offsets of a zone in a span of time, found by asking `Intl` what the clocks show each week and halving the weeks in which they changed. */
export const offsetsOf = (zone: string, fromMs: number, untilMs: number): readonly Offset[] => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const at = (ms: number): number => {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (format.format(ms).match(/\d+/g) ?? []).map(Number)
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000
  }
  const offsets: Offset[] = [{ fromMs, offsetMs: at(fromMs) }]
  for (let ms = fromMs; ms < untilMs; ms += WEEK_MS) {
    const [before, after] = [at(ms), at(ms + WEEK_MS)]
    if (before !== after) offsets.push({ fromMs: changeBetween(at, ms, ms + WEEK_MS), offsetMs: after })
  }
  return offsets
}

const changeBetween = (at: (ms: number) => number, fromMs: number, untilMs: number): number => {
  let [low, high] = [fromMs, untilMs]
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000
    if (at(middle) === at(fromMs)) low = middle
    else high = middle
  }
  return high
}

const DAY_MS = 86_400_000

/**
 * By the book (RFC 5545), of every local date from `firstDay` to `lastDay` (days since 1970) that exists: the instant of one minute of it,
 * as `[day, ms]`. Tries every offset that the zone ever has, and takes the earliest instant at which the clocks do show that time.
 */
export const byTheBook = (
  offsets: readonly Offset[],
  firstDay: number,
  lastDay: number,
  minute: number,
): readonly (readonly [number, number])[] => {
  const days: [number, number][] = []
  let near = 0
  for (let day = firstDay; day <= lastDay; day++) {
    while ((offsets[near + 1]?.fromMs ?? Number.POSITIVE_INFINITY) < (day - 2) * DAY_MS) near++
    const around = offsets
      .slice(near, near + 4)
      .map((offset, i) => ({ ...offset, untilMs: offsets[near + i + 1]?.fromMs ?? Number.POSITIVE_INFINITY }))
    const shown = (fromLocalMs: number, untilLocalMs: number) =>
      around.filter((o) => Math.max(o.fromMs + o.offsetMs, fromLocalMs) < Math.min(o.untilMs + o.offsetMs, untilLocalMs))
    if (shown(day * DAY_MS, (day + 1) * DAY_MS).length === 0) continue
    const localMs = day * DAY_MS + minute * 60_000
    const [first] = shown(localMs, localMs + 1)
    const jumped = around.findLast((o) => o.untilMs + o.offsetMs <= localMs)
    const offset = first ?? jumped
    if (offset === undefined) throw new Error(`No offset on day ${day}`)
    days.push([day, localMs - offset.offsetMs])
  }
  return days
}
