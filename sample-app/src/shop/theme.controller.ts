import { Controller, Get } from '@nestjs/common';
import { FlagValue, FlagVariant } from 'nestjs-feature-flags';

interface Theme {
  readonly accent: string;
}

@Controller('theme')
export class ThemeController {
  @Get()
  theme(
    @FlagVariant('checkout_theme', 'classic') name: string,
    @FlagValue('checkout_theme', { accent: '#1f4e79' }) theme: Theme,
  ): Theme & { readonly theme: string } {
    return { theme: name, ...theme };
  }
}
