import { useState } from 'react';
import type { SourceType } from '../../api/types.ts';
import { plural } from '../../lib/numbers.ts';
import { initialsOf, isFound, KINDS, kindOf, type ProductKind } from './product-kinds.ts';
import './gallery.css';

interface GalleryProps {
  products: SourceType[];
  onChoose: (type: string) => void;
}

/** The products, found by typing or by what they are for. */
export function Gallery({ products, onChoose }: GalleryProps) {
  const [typed, setTyped] = useState('');
  const [kind, setKind] = useState<ProductKind | null>(null);
  const found = products
    .filter(
      (product) => (kind === null || kindOf(product.type) === kind) && isFound(product, typed),
    )
    .toSorted((a, b) => a.title.localeCompare(b.title));
  const kinds = (Object.keys(KINDS) as ProductKind[]).filter((each) =>
    products.some(({ type }) => kindOf(type) === each),
  );
  return (
    <section className="section" aria-label="Product">
      <h2>1. Choose the product</h2>
      <div className="gallery-tools">
        <input
          type="search"
          className="input"
          placeholder="Search products"
          aria-label="Search products"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className="gallery-kinds" role="group" aria-label="Kinds of products">
          <KindButton words="All" on={kind === null} onClick={() => setKind(null)} />
          {kinds.map((each) => (
            <KindButton
              key={each}
              words={KINDS[each]}
              on={kind === each}
              onClick={() => setKind(kind === each ? null : each)}
            />
          ))}
        </div>
        <p className="small faint" role="status">
          {plural(found.length, 'product')}
        </p>
      </div>
      <div className="cards">
        {found.map((one) => (
          <button
            key={one.type}
            type="button"
            className="card product"
            onClick={() => onChoose(one.type)}
          >
            <ProductMark type={one.type} title={one.title} />
            <span className="product-words">
              <strong>{one.title}</strong>
              <span className="small soft">{one.summary}</span>
            </span>
          </button>
        ))}
      </div>
      {found.length === 0 && (
        <p className="prose">
          No product of this name. Any JSON or text can be taken by the generic source, and your own
          programs can send events in Acta’s form.
        </p>
      )}
    </section>
  );
}

function KindButton(props: { words: string; on: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      className={`badge gallery-kind ${props.on ? 'on' : ''}`}
      aria-pressed={props.on}
      onClick={props.onClick}
    >
      {props.words}
    </button>
  );
}

/** The product's letters in the colour of its kind. */
export function ProductMark({ type, title }: { type: string; title: string }) {
  const place = Object.keys(KINDS).indexOf(kindOf(type));
  return (
    <span
      className="product-mark"
      style={{ '--hue': (place * 360) / Object.keys(KINDS).length } as React.CSSProperties}
      aria-hidden="true"
      data-letters={initialsOf(title)}
    />
  );
}
