export function Logo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 flex-none text-accent">
      <path d="M2 2h12v3.2H2zM2 6.6h8v3.2H2zM2 11.2h4.5V14H2z" fill="currentColor" />
    </svg>
  )
}
