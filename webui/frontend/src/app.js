// What every page may use. Pages work without it: it moves focus to errors and guards against a second press of a button.
import { Button, ErrorSummary, NotificationBanner, createAll } from 'govuk-frontend';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
createAll(Button, { preventDoubleClick: true });
createAll(ErrorSummary);
createAll(NotificationBanner);

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
