/** States as people see them: label and turn are words, the tone is a preset of antd's tags. */
export type Turn = 'you' | 'applicant' | 'window' | 'domain' | 'approver' | 'nobody' | 'institution';
type Row = { tone: string; turn: Turn };

export const STATES = {
  draft: { tone: 'default', turn: 'you' },
  filed: { tone: 'blue', turn: 'window' },
  received: { tone: 'blue', turn: 'window' },
  correction: { tone: 'orange', turn: 'applicant' },
  accepted: { tone: 'cyan', turn: 'window' },
  deemed: { tone: 'cyan', turn: 'window' },
  not_accepted: { tone: 'default', turn: 'nobody' },
  withdrawn: { tone: 'default', turn: 'nobody' },
  dispatched: { tone: 'cyan', turn: 'domain' },
  in_review: { tone: 'cyan', turn: 'domain' },
  special: { tone: 'purple', turn: 'institution' },
  suspended: { tone: 'default', turn: 'applicant' },
  decided: { tone: 'green', turn: 'window' },
  granted: { tone: 'green', turn: 'window' },
  denied: { tone: 'red', turn: 'window' },
  done: { tone: 'green', turn: 'window' },
  partial: { tone: 'gold', turn: 'window' },
  terminated: { tone: 'default', turn: 'nobody' },
  referred: { tone: 'purple', turn: 'institution' },
  closed: { tone: 'green', turn: 'window' },
  delivered: { tone: 'green', turn: 'nobody' },
  rated: { tone: 'green', turn: 'nobody' },
  rectifying: { tone: 'orange', turn: 'window' },
  archived: { tone: 'default', turn: 'nobody' },
  waiting: { tone: 'default', turn: 'domain' },
  taken: { tone: 'cyan', turn: 'domain' },
  finished: { tone: 'green', turn: 'window' },
  returned: { tone: 'orange', turn: 'window' },
  cancelled: { tone: 'default', turn: 'nobody' },
} as const satisfies Record<string, Row>;

export type ShownState = keyof typeof STATES;

export function shownState(state: string, outcome?: string | null, deemed?: boolean): ShownState {
  const told = state === 'decided' && outcome ? outcome : deemed && state === 'accepted' ? 'deemed' : state;
  return told in STATES ? (told as ShownState) : 'filed';
}

/** Whose turn it is: what the server says, else what the state means. */
export function turnOf(told: { state: string; outcome?: string | null; next_by?: string | null }): Turn {
  const said = told.next_by;
  return said === 'applicant' || said === 'window' || said === 'domain' || said === 'approver'
    ? said
    : STATES[shownState(told.state, told.outcome)].turn;
}
