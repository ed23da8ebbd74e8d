/** The unified social credit code (GB 32100-2015): what is wrong with one before anybody is asked. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const LENGTH = 18;

export function usccFault(typed: string): 'form' | 'check' | undefined {
  const places = [...typed].map((character) => ALPHABET.indexOf(character));
  if (places.length !== LENGTH || places.includes(-1)) return 'form';
  const sum = places.slice(0, -1).reduce((total, value, place) => total + value * (3 ** place % 31), 0);
  return (31 - (sum % 31)) % 31 === places.at(-1) ? undefined : 'check';
}
