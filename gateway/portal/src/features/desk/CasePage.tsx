import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { Checklist } from './Checklist';
import { Filed, KEYED } from './Filed';
import { Handling, type Tab } from './Handling';
import { Notice } from './Notice';
import { useDesk, type AtDesk } from './useDesk';
import { useNext } from './useNext';
import { useVerdicts, type Checked } from './useVerdicts';

import type { Schemas } from '@/api/client';
import { caseQuery, itemQuery } from '@/api/queries';
import { useKeys } from '@/lib/keys';
import { remember } from '@/lib/recent';
import { useTitle } from '@/lib/title';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { StateTag, TurnText } from '@/ui/StateTag';
import { Acts, type Handle } from '@/ui/act/Acts';
import { PRESETS } from '@/ui/act/defects';
import { CASE_MOVES } from '@/ui/act/moves';
import { Answer } from '@/ui/blocks';
import { useExplained } from '@/ui/useExplained';

type Case = Schemas['Case'];
const CORRECTION = 'request_correction';

/** C2: everything to judge a case on one screen. */
export function CasePage() {
  const no = useParams().no ?? '';
  return (
    <Answer query={useQuery(caseQuery(no))} rows={12}>
      {(found) => <Desk key={no} found={found} />}
    </Answer>
  );
}

function Desk({ found }: { found: Case }) {
  const { t } = useTranslation();
  const item = useQuery(itemQuery(found.item)).data;
  const clocks = useExplained(found.no);
  const at = useDesk(found.no);
  const verdicts = useVerdicts(found, item, at);
  const next = useNext(found.no);
  const [file, setFile] = useState<string>();
  const [tab, setTab] = useState<Tab>();
  const [promising, setPromising] = useState(false);
  const notice = useNotice(found, verdicts);
  const shown = tab ?? (found.parts.length > 1 && found.accepted_on ? 'parts' : 'notices');
  const choose = (place: number) => {
    const one = found.materials[place];
    if (one) setFile((before) => (before === one.id ? undefined : one.id));
  };
  useTitle(found.no);
  useEffect(() => remember(found.no), [found.no]);
  useKeys({ ...useDigits(verdicts, choose) }, !clocks.open);
  useKeys(
    {
      t: clocks.explain,
      h: () => setTab('history'),
      m: () => {
        setTab('contacts');
        setTimeout(() => document.getElementById('contact-text')?.focus(), 0);
      },
      F8: next,
      Escape: useParking(at, verdicts),
    },
    !clocks.open,
  );
  const promise = () => {
    notice.shut();
    setPromising(true);
  };
  return (
    <div className="qi-case">
      <header className="qi-case-head">
        <h1>
          {found.item} {found.item_name}
        </h1>
        <CaseNumber no={found.no} />
        <StateTag state={found.state} outcome={found.outcome} />
        <span>
          {t('words.field.next')}{' '}
          <strong>
            <TurnText of={found} />
          </strong>
        </span>
        <ClockChip due={found.due} onExplain={clocks.explain} />
      </header>
      <div className="qi-panes">
        <Filed found={found} item={item} chosen={file} onChoose={choose} />
        {notice.open ? (
          <Notice
            found={found}
            item={item}
            verdicts={verdicts}
            busy={notice.busy}
            onIssue={() => void notice.issue()}
            onPromise={found.actions.includes('accept_with_promise') ? promise : undefined}
            onBack={notice.shut}
          />
        ) : (
          <Checklist found={found} item={item} verdicts={verdicts} />
        )}
        <Handling found={found} item={item} at={at} tab={shown} onTab={setTab} />
      </div>
      <footer className="qi-case-foot">
        <Acts
          resource="cases"
          subject={found}
          rows={CASE_MOVES}
          known={{ missing: verdicts.defects, means: found.delivery ?? undefined, card: openCard(found)?.id }}
          next={<NextButton onNext={next} />}
          instead={{ [CORRECTION]: notice.show }}
          chosen={promising ? 'accept_with_promise' : undefined}
          onClosed={() => setPromising(false)}
          onDone={() => {
            notice.shut();
            if (at.mine) void at.change('release', {});
          }}
          handle={notice.handle}
        />
      </footer>
      {clocks.drawer}
    </div>
  );
}

/** The card that waits for the window's answer. */
function openCard({ cards }: Case) {
  return cards.find((card) => card.level === 'red' && !card.answered_on && !card.annulled_on);
}

/** The notice stands in the place of the check-list, and is there again after an interruption. */
function useNotice(found: Case, verdicts: Checked) {
  const handle = useRef<Handle>(null);
  const [busy, setBusy] = useState(false);
  const open = Boolean(verdicts.place.notice) && found.actions.includes(CORRECTION);
  return {
    handle,
    busy,
    open,
    show: () => verdicts.stay({ notice: true }),
    shut: () => verdicts.stay({ notice: false }),
    issue: async () => {
      setBusy(true);
      await handle.current?.run(CORRECTION, { missing: verdicts.defects });
      setBusy(false);
    },
  };
}

/** 1–9: on a line with a fault its reason, elsewhere the file. */
function useDigits(verdicts: Checked, choose: (place: number) => void) {
  const press = (place: number) => {
    const line = document.activeElement?.closest<HTMLElement>('.qi-line-fault')?.dataset.line;
    const preset = PRESETS[place];
    if (line && preset) verdicts.say(line, { fits: false, preset });
    else choose(place);
  };
  return Object.fromEntries(Array.from({ length: KEYED }, (_, place) => [String(place + 1), () => press(place)]));
}

/** Esc: what was begun is put aside as it is, and one is where one came from. */
function useParking(at: AtDesk, verdicts: Checked): () => void {
  const navigate = useNavigate();
  const park = async () => {
    const begun = verdicts.lines.some(({ by }) => by === 'person') || verdicts.place.notice;
    if (begun && !at.other) await verdicts.keep();
    const back = (history.state as { idx?: number } | null)?.idx;
    await (back ? navigate(-1) : navigate('/desk'));
  };
  return () => void park();
}

function NextButton({ onNext }: { onNext: () => void }) {
  const { t } = useTranslation();
  return (
    <Button onClick={onNext}>
      {t('desk.next')}
      <kbd aria-hidden className="qi-key">
        F8
      </kbd>
    </Button>
  );
}
