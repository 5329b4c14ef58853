/**
 * Sets theme, density and sidebar before the first paint, else a dark screen would flash white.
 * The nonce is also left where Radix looks for it when it adds its one style element.
 */
const CODE = `
try {
  var allowed = { theme: 'light dark', density: 'compact relaxed', sidebar: 'narrow' };
  for (var name in allowed) {
    var choice = localStorage.getItem('pitwall.' + name);
    if (choice && allowed[name].split(' ').indexOf(choice) >= 0) document.documentElement.setAttribute('data-' + name, choice);
  }
} catch (error) {}
window.__webpack_nonce__ = document.currentScript && document.currentScript.nonce;
`

export function BeforePaint({ nonce }: { nonce: string | undefined }) {
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {CODE}
    </script>
  )
}
