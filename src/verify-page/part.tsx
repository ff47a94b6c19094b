/** A part of the form: a view of its own, or in a view of another page. */
import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Whether the form stands in a page that tells of evidence. */
export const IsInPage = createContext(false);

interface PartProps {
  /** Of the heading, by which the part is called. */
  readonly heading: string;
  readonly title: string;
  readonly id?: string;
  readonly onDrop?: (event: DragEvent) => void;
  readonly children: ComponentChildren;
}

export function Part({ heading, title, children, ...rest }: PartProps) {
  const isInPage = useContext(IsInPage);
  const Title = isInPage ? 'h4' : 'h2';
  return (
    <section class={isInPage ? 'part' : 'view'} aria-labelledby={heading} {...rest}>
      <Title id={heading}>{title}</Title>
      {children}
    </section>
  );
}

/** A heading within a part. */
export function Sub({ children }: { readonly children: ComponentChildren }) {
  const isInPage = useContext(IsInPage);
  return isInPage ? <h5>{children}</h5> : <h3>{children}</h3>;
}
