import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { send } from '../../api/client.ts';
import type { CoverageSettings } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/states.tsx';

type Way = 'rhythm' | 'time' | 'off';

/** When the source is called silent, and since when its history is whole. */
export function SilenceForm({ source, settings }: { source: string; settings: CoverageSettings }) {
  const queries = useQueryClient();
  const given = settings.silence;
  const [way, setWay] = useState<Way>(given === 'rhythm' || given === 'off' ? given : 'time');
  const save = useMutation({
    mutationFn: (body: object) =>
      send('PATCH', `/v1/sources/${encodeURIComponent(source)}/coverage`, body),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['source', source] });
      await queries.invalidateQueries({ queryKey: ['coverage'] });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const since = data.get('since');
    save.mutate({
      silence: way === 'time' ? data.get('length') : way,
      since: typeof since === 'string' && since !== '' ? `${since}T00:00:00Z` : null,
    });
  };
  return (
    <form className="silence-form" onSubmit={submit}>
      <div className="field">
        <label htmlFor="silence">Called silent</label>
        <select
          id="silence"
          className="input"
          value={way}
          onChange={(event) => setWay(event.target.value as Way)}
        >
          <option value="rhythm">by its rhythm, as learned</option>
          <option value="time">after a set time</option>
          <option value="off">never</option>
        </select>
      </div>
      {way === 'time' && <LengthField given={given} />}
      <div className="field">
        <label htmlFor="since">History is whole since</label>
        <input
          id="since"
          name="since"
          type="date"
          className="input"
          defaultValue={settings.since?.slice(0, 10) ?? ''}
        />
      </div>
      <Button type="submit" disabled={save.isPending}>
        Save
      </Button>
      <p className="hint small faint">
        Set the day after an import: days from it on are judged, and its rhythm is learned from
        them.
      </p>
      {save.isError && <ErrorNote error={save.error} />}
      <p role="status" className="small soft">
        {save.isSuccess && 'Saved.'}
      </p>
    </form>
  );
}

function LengthField({ given }: { given: string }) {
  return (
    <div className="field">
      <label htmlFor="length">After</label>
      <input
        id="length"
        name="length"
        className="input mono"
        required
        pattern="[1-9][0-9]{0,4}[mhd]"
        title="A number and m, h or d: 30m, 6h, 2d"
        defaultValue={given === 'rhythm' || given === 'off' ? '6h' : given}
      />
    </div>
  );
}
