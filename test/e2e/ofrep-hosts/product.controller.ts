import { Body, Controller, Post } from '@nestjs/common';
import { IsString } from 'class-validator';

class ProductBody {
  @IsString()
  readonly name!: string;
}

/** An ordinary route, which shows that the settings of an application are in effect. */
@Controller({ path: 'products', version: '1' })
export class ProductController {
  @Post()
  create(@Body() { name }: ProductBody): { readonly name: string } {
    return { name };
  }
}
