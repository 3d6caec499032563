/** Says of a deck whose work it is. */
export const DECKS_HAVE_MAKERS: readonly string[] = ['alter table quiz_deck add column maker text']

/** Lets a code stay with what was answered under it. */
export const PLAYERS_HAVE_CODES: readonly string[] = ['alter table quiz_player add column code text']

/** Makes the quiz's tables. It was run somewhere: it is never changed, only followed. */
export const QUIZ_BEGINS: readonly string[] = [
  `create table quiz_round (id text primary key, platform text not null, server text not null, channel text not null, mode text not null,
    phase text not null, owner text, starter text not null, asked text not null, state text not null, version bigint not null,
    started_at bigint not null, ended_at bigint)`,
  "create unique index quiz_round_running on quiz_round (platform, server, channel) where phase <> 'over' and mode <> 'daily'",
  'create index quiz_round_place on quiz_round (platform, server, channel, started_at)',
  'create index quiz_round_starter on quiz_round (starter)',
  'create table quiz_event (round text not null, number bigint not null, event text not null, primary key (round, number))',
  `create table quiz_answer (round text not null, question bigint not null, person text not null, chosen bigint not null, given_at bigint not null,
    is_right bigint, points bigint, primary key (round, question, person))`,
  'create index quiz_answer_person on quiz_answer (person)',
  'create table quiz_player (round text not null, person text not null, name text not null, primary key (round, person))',
  'create index quiz_player_person on quiz_player (person)',
  'create table quiz_tally (question text primary key, answered bigint not null, rightly bigint not null)',
  `create table quiz_deck (id text primary key, owner text not null, name text not null, folded text not null, locale text not null,
    questions text not null, many bigint not null, made_at bigint not null, unique (owner, folded))`,
  `create table quiz_report (question text not null, mark text not null, locale text not null, edition text not null, reported_at bigint not null,
    primary key (question, mark))`,
  `create table quiz_roster (platform text not null, server text not null, channel text not null, folded text not null, code text not null,
    number bigint not null, person text, keeper text, primary key (platform, server, channel, folded))`,
  'create unique index quiz_roster_person on quiz_roster (person, platform, server, channel) where person is not null',
  `create table review_card (person text not null, question text not null, card text not null, due_at bigint not null, suspended bigint not null,
    touched_at bigint not null, primary key (person, question))`,
  `create table review_log (person text not null, request text not null, number bigint not null, question text not null, card_before text,
    card_after text not null, grade bigint not null, reviewed_at bigint not null, day text not null, primary key (person, request))`,
  'create index review_log_day on review_log (person, day, number)',
  'create table review_setting (person text primary key, per_day bigint not null, touched_at bigint not null)',
]
