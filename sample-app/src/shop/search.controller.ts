import { Controller, Get, Query } from '@nestjs/common';
import { SingleQueryPipe } from '../single-query.pipe.js';
import { SearchService, type SearchResult } from './search.service.js';

@Controller('search')
export class SearchController {
  constructor(private readonly service: SearchService) {}

  @Get()
  search(@Query('q', SingleQueryPipe) text = ''): SearchResult {
    return this.service.search(text);
  }
}
