import { useNavigate } from 'react-router';

import { useKeys } from '@/lib/keys';

/** A key that works on every page of somebody at the window. */
export function StaffKeys() {
  const navigate = useNavigate();
  useKeys({ F4: () => void navigate('/desk/search') });
  return null;
}
