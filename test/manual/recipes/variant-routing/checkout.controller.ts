import { Controller, Get, Module, Query } from '@nestjs/common';
import { FeatureFlagsModule, VariantHandler } from 'nestjs-feature-flags';

@Controller('checkout')
export class CheckoutController {
  @Get()
  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modernPage' }, { default: 'classicPage' })
  checkout(@Query('coupon') _coupon?: string): string {
    return ''; // never runs, because there is a default
  }

  classicPage(coupon = 'none'): string {
    return `classic checkout, coupon: ${coupon}`;
  }

  modernPage(coupon = 'none'): string {
    return `modern checkout, coupon: ${coupon}`;
  }
}

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      unknownFlags: 'error', // a variant without a method stops the boot
      initialFlags: {
        checkout_theme: {
          type: 'variant',
          variants: [
            { name: 'classic', weight: 50 },
            { name: 'modern', weight: 50 },
          ],
        },
      },
    }),
  ],
  controllers: [CheckoutController],
})
export class AppModule {}
