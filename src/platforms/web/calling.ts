import type { Say } from '../../words/say.ts'
import { LONGEST_NAME } from './names.ts'
import { escaped } from './render.ts'

/** How somebody is called here: by the name that they chose, if they did. */
export type Called = { readonly name: string | undefined; readonly called: string }

/** Where a visitor says what to be called. `hidden` is what goes with every form of the page. */
export function callingForm(to: string, hidden: string, visitor: Called | undefined, say: Say): string {
  const words = visitor ? say('web.called', { name: visitor.called }) : say('web.calledNothing')
  return `<form id="calling" action="${escaped(to)}" method="post" autocomplete="off">
${hidden}
<div class="field">
<label for="called">${escaped(say('web.name'))}</label>
<input id="called" name="name" type="text" maxlength="${LONGEST_NAME}" spellcheck="false" aria-describedby="called-hint" value="${escaped(visitor?.name ?? '')}">
</div>
<button type="submit">${escaped(say('web.keepName'))}</button>
<p id="called-hint" aria-live="polite" data-words="${escaped(say('web.called', { name: '{name}' }))}">${escaped(words)}</p>
</form>`
}

/** Begins something here, by the page's form for presses. */
export const startButton = (action: string, say: Say): string =>
  `<p class="start"><button class="button" form="press" name="press" value="${escaped(action)}" data-action="${escaped(action)}">${escaped(say('web.startQuiz'))}</button></p>`
