// Looks at Keycloak's sign-in and error pages as people meet them: what axe finds, how wide they are, what they say.
// node e2e/signin_page.mjs <gateway> <issuer> <folder for pictures>
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const [gateway, issuer, pictures] = process.argv.slice(2);
const VIEWS = [
  { width: 1366, height: 625, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 1366, height: 625, colorScheme: 'dark' },
];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
const seen = [];

async function look(page, name, { width, colorScheme }) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  seen.push({
    name: `${name}-${width}-${colorScheme}`,
    findings: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`),
    overflow: (await page.evaluate(() => document.documentElement.scrollWidth)) - width,
    lang: await page.evaluate(() => document.documentElement.lang),
    text: await page.innerText('body'),
  });
  await page.screenshot({ path: `${pictures}/signin-${name}-${width}-${colorScheme}.png` });
}

for (const view of VIEWS) {
  const { width, height, colorScheme } = view;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  await page.goto(`${gateway}/auth/login?return=/`);
  await look(page, 'form', view);
  await page.fill('#username', `nobody-${width}-${colorScheme}`);
  await page.fill('#password', 'wrong');
  await page.click('[type=submit]');
  await page.waitForSelector('#input-error-username');
  await look(page, 'wrong', view);
  await page.selectOption('#login-select-toggle', { label: 'English' });
  await page.waitForFunction(() => document.documentElement.lang === 'en');
  await look(page, 'english', view);
  await page.goto(`${issuer}/protocol/openid-connect/auth?client_id=qi-gateway&redirect_uri=${gateway}/elsewhere`);
  await look(page, 'error', view);
  await page.goto(`${gateway}/auth/callback?state=x&code=x&iss=${issuer}`);
  await look(page, 'failed', view);
  await context.close();
}
await browser.close();
process.stdout.write(`${JSON.stringify(seen)}\n`);
