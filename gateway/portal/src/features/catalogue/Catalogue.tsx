export function Catalogue() {
  return <h1 />;
}
