import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { Checklist } from './Checklist';
import { Filed } from './Filed';
import { Handling } from './Handling';
import { useVerdicts } from './useVerdicts';

import type { Schemas } from '@/api/client';
import { caseQuery, casesQuery, itemQuery } from '@/api/queries';
import { useKeys } from '@/lib/keys';
import { useTitle } from '@/lib/title';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { StateTag, TurnText } from '@/ui/StateTag';
import { Acts } from '@/ui/act/Acts';
import { CASE_MOVES } from '@/ui/act/moves';
import { Answer } from '@/ui/blocks';
import { useExplained } from '@/ui/useExplained';

type Case = Schemas['Case'];

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
  const navigate = useNavigate();
  const item = useQuery(itemQuery(found.item)).data;
  const clocks = useExplained(found.no);
  const verdicts = useVerdicts(found, item);
  const next = useNext(found.no);
  useTitle(found.no);
  useKeys({ t: clocks.explain, F8: next, Escape: () => void navigate(-1) }, !clocks.open);
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
        <Filed found={found} item={item} />
        <Checklist found={found} item={item} verdicts={verdicts} />
        <Handling found={found} />
      </div>
      <footer className="qi-case-foot">
        <Acts
          resource="cases"
          subject={found}
          rows={CASE_MOVES}
          known={{ missing: verdicts.defects, means: found.delivery ?? undefined }}
          next={<NextButton onNext={next} />}
        />
      </footer>
      {clocks.drawer}
    </div>
  );
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

/** The most urgent case that still waits for the window. */
function useNext(no: string): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const find = async () => {
    for (const state of ['received', 'filed'] as const) {
      const page = await queries.fetchQuery({ ...casesQuery({ state, sort: 'due', limit: 5 }), staleTime: 0 });
      const found = page.cases.find((one) => one.no !== no);
      if (found) return navigate(`/desk/cases/${found.no}`);
    }
    return navigate('/desk');
  };
  return () => void find();
}
