/** Work of each stage, per replication or in a load run. */

import { leftUnfinished } from '../../models/left-unfinished.ts';
import type { ResultDocument, StageSummary } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { storageText } from '../storage-text.ts';
import { type Canvas, heading } from './canvas.ts';
import { type Cell, type Row, table } from './table.ts';

export function stageSection(canvas: Canvas, { stages, load }: ResultDocument): string[] {
  if (stages.length === 0) return [];
  const repeats = stages.some(({ carriedOver }) => carriedOver !== undefined);
  const anyLost = stages.some(({ lost }) => lost !== undefined);
  const oneStorage = new Set(stages.map(storageText)).size === 1;
  return [
    ...heading(
      canvas,
      'Stages',
      [
        ...(oneStorage ? [`on ${storageText(stages[0]!)}`] : []),
        ...(load === undefined ? ['per replication'] : []),
      ].join(', '),
    ),
    ...table(
      canvas,
      [
        { title: '', align: 'left', flexible: true },
        ...(oneStorage ? [] : [{ title: 'on', align: 'left' as const, flexible: true }]),
        { title: 'arrived', align: 'right' },
        { title: repeats ? 'handed on' : 'unfinished', align: 'right' },
        ...(anyLost ? [{ title: 'lost', align: 'right' as const }] : []),
        { title: 'read', align: 'right' },
        { title: 'written', align: 'right' },
        { title: 'operations', align: 'right' },
      ],
      stages.map(
        (stage): Row => [
          { text: stage.name === stage.kind ? stage.name : `${stage.name} (${stage.kind})` },
          ...(oneStorage ? [] : [{ text: storageText(stage) }]),
          { text: formatQuantity(stage.arrived, 'count') },
          unfinishedCell(stage),
          ...(anyLost ? [lostCell(stage)] : []),
          { text: formatQuantity(stage.bytesRead, 'bytes') },
          { text: formatQuantity(stage.bytesWritten, 'bytes') },
          { text: formatQuantity(stage.operations, 'count') },
        ],
      ),
    ),
  ];
}

function unfinishedCell(stage: StageSummary): Cell {
  const { carriedOver } = stage;
  if (carriedOver !== undefined) return { text: formatQuantity(carriedOver, 'count') };
  const left = leftUnfinished(stage);
  return left > 0 ? { text: formatQuantity(left, 'count'), style: 'bad' } : { text: 'none', style: 'dim' };
}

function lostCell({ lost = 0 }: StageSummary): Cell {
  return lost > 0 ? { text: formatQuantity(lost, 'count'), style: 'bad' } : { text: 'none', style: 'dim' };
}
