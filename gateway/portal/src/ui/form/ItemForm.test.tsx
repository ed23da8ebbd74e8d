import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';

import { ItemForm, type FormData } from './ItemForm';

import { show } from '@/testing/render';

const SCHEMA = {
  type: 'object',
  required: ['subject', 'where', 'list'],
  properties: {
    subject: { type: 'string', title: '办理事由', minLength: 2 },
    where: {
      type: 'string',
      title: '地点',
      oneOf: [
        { const: 'onsite', title: '机构上门' },
        { const: 'laboratory', title: '送到机构' },
      ],
    },
    address: { type: 'string', title: '现场地址' },
    list: {
      type: 'array',
      title: '器具',
      minItems: 1,
      items: { type: 'object', required: ['no'], properties: { no: { type: 'string', title: '出厂编号' } } },
    },
  },
  if: { properties: { where: { const: 'onsite' } }, required: ['where'] },
  then: { required: ['address'] },
};
const UI = { 'ui:order': ['subject', 'where', 'address', 'list'], where: { 'ui:widget': 'radio' } };

function Form({
  onValid,
  problems,
}: {
  onValid?: (data: FormData) => void;
  problems?: { path: string; reason: string }[];
}) {
  const [data, setData] = useState<FormData>({});
  return (
    <ItemForm schema={SCHEMA} uiSchema={UI} data={data} onChange={setData} onValid={onValid} problems={problems}>
      <button type="submit">提交</button>
    </ItemForm>
  );
}

it('says all that is wrong at once, in the order of the page, and leads to each field', async () => {
  show(<Form />);
  await userEvent.click(screen.getByRole('button', { name: '提交' }));
  expect(screen.getByRole('alert').parentElement).toHaveFocus();
  const lines = screen.getAllByRole('button', { name: /：/ }).map((line) => line.textContent);
  expect(lines).toEqual(['办理事由：请填写此项', '地点：请填写此项', '器具 › 第 1 项 › 出厂编号：请填写此项']);
  await userEvent.click(screen.getByRole('button', { name: /^办理事由/ }));
  expect(screen.getByRole('textbox', { name: '办理事由' })).toHaveFocus();
});

it('hands over what is valid', async () => {
  const onValid = vi.fn();
  show(<Form onValid={onValid} />);
  await userEvent.type(screen.getByRole('textbox', { name: '办理事由' }), '检定两台秤');
  await userEvent.click(screen.getByRole('radio', { name: '送到机构' }));
  await userEvent.type(screen.getByRole('textbox', { name: '出厂编号' }), 'YJ-1');
  await userEvent.click(screen.getByRole('button', { name: '提交' }));
  expect(onValid).toHaveBeenCalledWith({ subject: '检定两台秤', where: 'laboratory', list: [{ no: 'YJ-1' }] });
});

it('asks for what a choice makes necessary', async () => {
  show(<Form />);
  await userEvent.click(screen.getByRole('radio', { name: '机构上门' }));
  await userEvent.click(screen.getByRole('button', { name: '提交' }));
  expect(screen.getByRole('button', { name: '现场地址：请填写此项' })).toBeInTheDocument();
});

it('shows at its field what the gateway found', () => {
  show(<Form problems={[{ path: 'form/subject', reason: 'MINLENGTH' }]} />);
  expect(screen.getAllByText(/至少/).length).toBeGreaterThan(0);
});

it('asks for a yes or a no where one is needed, and begins the groups inside of a group', async () => {
  const asked = { type: 'boolean', title: '已认证' };
  const rows = { type: 'array', title: '过程', minItems: 1, items: SCHEMA.properties.list.items };
  const help = { type: 'object', title: '帮扶', required: ['asked', 'rows'], properties: { asked, rows } };
  const onValid = vi.fn();
  const Held = () => {
    const [data, setData] = useState<FormData>({});
    return (
      <ItemForm
        schema={{ type: 'object', required: ['help'], properties: { help } }}
        data={data}
        onChange={setData}
        onValid={onValid}
      >
        <button type="submit">提交</button>
      </ItemForm>
    );
  };
  show(<Held />);
  await userEvent.click(screen.getByRole('button', { name: '提交' }));
  expect(screen.getByRole('button', { name: '帮扶 › 已认证：请填写此项' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: '否' }));
  await userEvent.type(screen.getByRole('textbox', { name: '出厂编号' }), '1');
  await userEvent.click(screen.getByRole('button', { name: '提交' }));
  expect(onValid).toHaveBeenCalledWith({ help: { asked: false, rows: [{ no: '1' }] } });
});

it('does not ask for the fields of a group that may be left out', async () => {
  const range = {
    type: 'object',
    title: '范围',
    required: ['lower'],
    properties: { lower: { type: 'string', title: '下限' } },
  };
  const row = { type: 'object', required: ['no'], properties: { ...SCHEMA.properties.list.items.properties, range } };
  const list = { type: 'array', title: '器具', minItems: 1, items: row };
  const onValid = vi.fn();
  const Held = () => {
    const [data, setData] = useState<FormData>({});
    return (
      <ItemForm
        schema={{ type: 'object', required: ['list'], properties: { list } }}
        data={data}
        onChange={setData}
        onValid={onValid}
      >
        <button type="submit">提交</button>
      </ItemForm>
    );
  };
  show(<Held />);
  await userEvent.type(screen.getByRole('textbox', { name: '出厂编号' }), '1');
  await userEvent.click(screen.getByRole('button', { name: '提交' }));
  expect(onValid).toHaveBeenCalledWith({ list: [{ no: '1' }] });
  await userEvent.type(screen.getByRole('textbox', { name: '下限' }), '0');
  await userEvent.click(screen.getByRole('button', { name: '提交' }));
  expect(onValid).toHaveBeenLastCalledWith({ list: [{ no: '1', range: { lower: '0' } }] });
});
