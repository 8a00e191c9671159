import './mark.css';

/** The mark: a sign, and the sign that confirms it. */
export function Mark() {
  return (
    <svg className="mark" width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path className="mark-sign" d="M4 15.5 9 20.5 18.5 9" />
      <path className="mark-counter" d="M14.2 22.6 16 24.4 28 10.5" />
    </svg>
  );
}
