import DefaultTheme from 'vitepress/theme-without-fonts'; // the system's fonts: no font is loaded
// oxlint-disable-next-line import/no-unassigned-import -- it has only an effect
import './style.css';

// oxlint-disable-next-line import/no-default-export -- VitePress reads the theme from it
export default DefaultTheme;
