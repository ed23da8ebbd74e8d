import type verify from '../zh-CN/verify';

export default {
  title: 'Verify a document',
  text: 'Scan the QR code on the document with your phone’s camera to open the result. Or type its number, or choose the file you received.',
  number: 'Document number',
  number_hint: 'Printed at the top right, such as 甬质基收字〔2026〕330203001-00001号',
  number_needed: 'Type the document number',
  check: 'Verify',
  file: 'Or verify a file',
  choose: 'Choose a file',
  drop: 'You can also drop a PDF or XML file here',
  promise: 'The file is only checked and not kept.',
  file_checked: 'File checked: {name}',
  checking: 'Checking',
  verdict: {
    genuine: 'The document is genuine',
    changed: 'The file has been changed',
    replaced: 'Genuine, but replaced by a newer document',
    revoked: 'Genuine, but revoked',
    unknown: 'No record of this document',
  },
  say: {
    genuine: 'The document is genuine and unchanged since it was issued on {day}.',
    genuine_number:
      'The number is real and was issued here on {day}. Compare the content with the document in your hand, or verify its file to see whether it was changed.',
    changed: 'The number is real, but your file differs from what was issued: it has been changed. Do not rely on it.',
    replaced: 'The document is genuine but was replaced by {number}. The new document counts.',
    revoked: 'The document is genuine but was revoked on {day}. Do not use it any more.',
    revoked_by: 'The document is genuine but was revoked on {day} by {by}. Do not use it any more.',
    unknown: 'There is no record of this document. Check the number; be careful if somebody else showed it to you.',
    unknown_file:
      'This file was not issued here, or is no longer as it was issued. Ask for the original file, or verify by the number.',
  },
  away: 'It cannot be verified just now. This does not mean that anything is wrong with it; try again later',
  certified: 'What the document is',
  fact: {
    title: 'Document',
    number: 'Number',
    organ: 'Issued by',
    issued_at: 'Issued at',
    item_name: 'Item',
    holder: 'Holder',
    valid_until: 'Valid until',
    state: 'State',
    sha256: 'Digest (SHA-256)',
    certificate: 'Signing certificate',
  },
  holder_hidden: 'Shown when you scan the QR code or verify the original file',
  certificate_file: 'Download the certificate',
  offline: 'How to verify it offline on your own computer',
  offline_1:
    'Open the document in a PDF reader that knows digital signatures and look at the signature panel: the signature covers the whole file, with no changes after it.',
  offline_2:
    'Download the signing certificate above and compare it with the one in the panel; you may also add it to your reader’s trusted certificates.',
  offline_3:
    'Compute the SHA-256 digest of the file and compare it with the one above: certutil -hashfile FILE SHA256 on Windows, shasum -a 256 FILE on macOS and Linux.',
  again: 'Verify another one',
} satisfies typeof verify;
