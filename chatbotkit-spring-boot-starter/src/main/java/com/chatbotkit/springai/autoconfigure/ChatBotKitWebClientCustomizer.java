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

package com.chatbotkit.springai.autoconfigure;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Customizes only the {@link WebClient} that sends requests to ChatBotKit.
 * <p>
 * Beans of this type run in their order, after Spring Boot's own
 * {@code WebClientCustomizer} beans and after the connector is set.
 */
@FunctionalInterface
public interface ChatBotKitWebClientCustomizer {

	/**
	 * Customizes the builder.
	 * @param webClientBuilder the builder of ChatBotKit's client in this application
	 * context. A filter added to it can read the secret key
	 */
	void customize(WebClient.Builder webClientBuilder);

}
