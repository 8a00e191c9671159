import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import { brokenGroupNameRule, builtInGroups } from '../identity/group.ts';
import { brokenScriptRule, nameForm } from './name-form.ts';

// R17 of the checklist: a reserved name is reserved in every spelling that reads the same.
const twins = [
  'all users',
  'ALL USERS',
  'aLL uSERS',
  'All  Users',
  ' All Users ',
  'All\u00a0Users',
  'All\u2003Users',
  'All\u3000Users',
  'All\tUsers',
  '\ufeffAll Users',
  '\uff21\uff4c\uff4c \uff35\uff53\uff45\uff52\uff53',
  '\u24b6\u24db\u24db \u24ca\u24e2\u24d4\u24e1\u24e2',
  '\u{1d400}\u{1d425}\u{1d425} \u{1d414}\u{1d42c}\u{1d41e}\u{1d42b}\u{1d42c}',
  'All U\u017fers',
];

for (const twin of twins) {
  test(`${JSON.stringify(twin)} is the name All Users`, () =>
    assert.equal(nameForm(twin), nameForm('All Users')));
}

const impostors: readonly (readonly [string, RegExp])[] = [
  ['\u0410ll Users', /mix alphabets/],
  ['All U\u0455ers', /mix alphabets/],
  ['A\u0399l Users', /mix alphabets/],
  ['All \u054dsers', /mix alphabets/],
  ['\u13aall Users', /mix alphabets/],
  ['All\u200b Users', /invisible/],
  ['All\u200dUsers', /invisible/],
  ['All Users\u00ad', /invisible/],
  ['All Users\u2060', /invisible/],
  ['All Users\u3164', /invisible/],
  ['All Users\uffa0', /invisible/],
  ['All Users\u034f', /invisible/],
  ['All \u202eUsers', /invisible/],
  ['All Users\u{e0041}', /invisible/],
  ['All Users\ufe0f', /invisible/],
  ['All Users\u2800', /invisible/],
  ['All Users\ufffb', /invisible/],
  ['All Users\u{1d159}', /invisible/],
];

for (const [impostor, rule] of impostors) {
  test(`${JSON.stringify(impostor)} could pass for All Users, and is no name`, () => {
    assert.notEqual(nameForm(impostor), nameForm('All Users'));
    assert.match(brokenScriptRule(impostor) ?? 'no rule', rule);
  });
}

const honest = [
  'All Users',
  'Wiki Editors',
  'R\u00e9dacteurs',
  '\u0420\u0435\u0434\u0430\u043a\u0442\u043e\u0440\u044b Wiki',
  'Wiki \u0420\u0435\u0434\u0430\u043a\u0442\u043e\u0440\u044b 2',
  '\u03a3\u03c5\u03bd\u03c4\u03ac\u03ba\u03c4\u03b5\u03c2',
  '\u7de8\u96c6\u8005 Wiki',
  'Wiki\u7de8\u96c6\u8005',
  '\u05e2\u05d5\u05e8\u05db\u05d9\u05dd',
  'Team \u{1f98a}',
  'C++ (2026)',
];

for (const name of honest) {
  test(`${JSON.stringify(name)} is a name`, () => assert.equal(brokenScriptRule(name), undefined));
}

test('names that read differently are different names', () => {
  const names = ['All Users', 'AllUsers', 'All User', 'All Us\u00e9rs', 'A11 Users', ...honest.slice(1)];
  assert.equal(new Set(names.map(nameForm)).size, names.length);
});

test('the form of a form is itself, and spaces around or doubled make no other', () => {
  fc.assert(
    fc.property(anyText, (name) => {
      const form = nameForm(name);
      assert.equal(nameForm(form), form);
      assert.equal(nameForm(`  ${name}\u3000`), form);
      assert.equal(nameForm(name.replaceAll(' ', ' \u00a0')), form);
    }),
    { numRuns: 2_000 },
  );
});

test('letters and digits that differ in case and width alone are one name', () => {
  const letters = fc.array(fc.constantFrom(...'abcxyz019 '), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(letters, fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }), (name, dress) => {
      const dressed = name.map((letter, index) => {
        if (letter === ' ') return ' ';
        if (dress[index] === 0) return letter;
        const upper = letter.toUpperCase();
        return dress[index] === 1 ? upper : String.fromCharCode(upper.charCodeAt(0) + 0xfee0);
      });
      assert.equal(nameForm(dressed.join('')), nameForm(name.join('')));
    }),
  );
});

test('the rule answers for every text, and the built-in names obey it', () => {
  fc.assert(fc.property(anyText, (name) => ['string', 'undefined'].includes(typeof brokenScriptRule(name))));
  for (const { name } of builtInGroups) assert.equal(brokenGroupNameRule(name), undefined);
});
