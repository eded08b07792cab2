/** The key beside a button that does the same. Not read out: the button says so itself (`aria-keyshortcuts`). */
export const Key = ({ name }: { readonly name: string }) => (
  <kbd class="key" aria-hidden="true">
    {name}
  </kbd>
);
