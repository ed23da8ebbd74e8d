import { LoadingOutlined } from '@ant-design/icons';

/** A button that waits for the server; antd's own `loading` leaves the word "loading" in its name when it is over. */
export function busy(waiting: boolean) {
  return waiting ? { icon: <LoadingOutlined spin aria-hidden />, 'aria-busy': true } : {};
}
