/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai;

import java.time.Duration;

import com.chatbotkit.springai.api.ChatCompletion;

import org.springframework.ai.chat.metadata.RateLimit;

/**
 * Adapts {@link ChatCompletion.RateLimit} to Spring AI's {@link RateLimit}.
 *
 * @param reported the rate limit from the response headers
 */
record RateLimitAdapter(ChatCompletion.RateLimit reported) implements RateLimit {

	@Override
	public Long getRequestsLimit() {
		return this.reported.requestsLimit();
	}

	@Override
	public Long getRequestsRemaining() {
		return this.reported.requestsRemaining();
	}

	@Override
	public Duration getRequestsReset() {
		return this.reported.requestsReset();
	}

	@Override
	public Long getTokensLimit() {
		return this.reported.tokensLimit();
	}

	@Override
	public Long getTokensRemaining() {
		return this.reported.tokensRemaining();
	}

	@Override
	public Duration getTokensReset() {
		return this.reported.tokensReset();
	}

}
