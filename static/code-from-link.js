/* Moves the code of a link, which stands after its #, into the field for it, and out of the address. Whoever has no
   script types the code. */
const field = document.querySelector('main input[name$="code"]');
if (field && location.hash) {
  const given = location.hash.slice(1);
  /* Out of the address first, whatever the link held. */
  history.replaceState(null, '', location.pathname);
  if (!field.value) field.value = given.replace(/%[0-9a-f]{2}/gi, '');
}
