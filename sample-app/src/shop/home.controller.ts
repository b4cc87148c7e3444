import { Controller, Get } from '@nestjs/common';
import { VariantHandler } from 'nestjs-feature-flags';

interface HomePage {
  readonly theme: string;
  readonly sections: readonly string[];
}

/** One route with a method for each variant of the theme. */
@Controller('home')
export class HomeController {
  @Get()
  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modernPage', bold: 'boldPage' })
  home(): HomePage {
    return this.classicPage();
  }

  classicPage(): HomePage {
    return { theme: 'classic', sections: ['offers', 'catalogue', 'contact'] };
  }

  modernPage(): HomePage {
    return { theme: 'modern', sections: ['search', 'offers'] };
  }

  boldPage(): HomePage {
    return { theme: 'bold', sections: ['offer of the day'] };
  }
}
